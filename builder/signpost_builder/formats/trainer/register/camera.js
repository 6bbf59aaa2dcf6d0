// Codes from a camera or a picture. A picture is looked at and forgotten; none is kept or sent.

const EVERY = 150; // milliseconds
const WIDEST = 1280;

/** The text of a code in what `draw` shows, or "". */
const read = (source, width, height) => {
  const scale = Math.min(1, WIDEST / width);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return globalThis.registerLibraries.readCode(data, canvas.width, canvas.height)?.data ?? "";
};

/** Shows the camera in `video` and tells each new text; the returned function ends it. Rejects where there is no camera. */
export const watch = async (video, tell) => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: WIDEST } } });
  video.srcObject = stream;
  await video.play();
  let last = "";
  const timer = setInterval(() => {
    if (!video.videoWidth) return;
    const text = read(video, video.videoWidth, video.videoHeight);
    if (text && text !== last) tell(text);
    last = text || last;
  }, EVERY);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
};

/** The text of a code in a picture that was chosen. */
export const inPicture = async (file) => {
  const picture = await createImageBitmap(file);
  const text = read(picture, picture.width, picture.height);
  picture.close();
  return text;
};
