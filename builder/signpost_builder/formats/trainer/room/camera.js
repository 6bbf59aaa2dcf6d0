/** The camera: asked for, chosen, lost and found again. Its pictures go to the reader beside this page and nowhere else. */

const BETWEEN_PICTURES = 80; // milliseconds in which the computer does something else

/**
 * @typedef {"off" | "asking" | "on" | "denied" | "none" | "busy" | "lost" | "impossible"} CameraState
 * @typedef {{ found: import("./cards.js").Found[], brightness: number, smallest: number }} Read
 * @typedef {{ state: (now: CameraState) => void, devices: (list: MediaDeviceInfo[], chosen: string) => void, read: (what: Read) => void }} Told
 */

/** @type {Record<string, CameraState>} What the browser calls it, and what it is for a person. */
const REFUSALS = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none", OverconstrainedError: "none" };

/** @type {(video: HTMLVideoElement, reader: { script: string, codes: number[] }, told: Told) => { start: (device: string) => Promise<void>, stop: () => void }} */
export const createCamera = (video, { script, codes }, told) => {
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  /** @type {Worker | null} */
  let worker = null;
  /** @type {MediaStream | null} */
  let stream = null;

  const readNext = () => {
    if (stream === null || worker === null || drawing === null) return;
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0 || video.readyState < 2) return void setTimeout(readNext, BETWEEN_PICTURES);
    canvas.width = width;
    canvas.height = height;
    drawing.drawImage(video, 0, 0);
    const dots = drawing.getImageData(0, 0, width, height).data.buffer;
    worker.postMessage({ dots, width, height, codes }, [dots]);
  };

  const startReader = () => {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const started = new Worker(address);
    URL.revokeObjectURL(address);
    started.addEventListener("message", ({ data }) => {
      if (started !== worker) return; // switched off meanwhile
      told.read(data);
      setTimeout(readNext, BETWEEN_PICTURES);
    });
    return started;
  };

  /** @type {(now: CameraState) => void} Nothing of a picture stays. */
  const end = (now) => {
    stream?.getTracks().forEach((track) => track.stop());
    worker?.terminate();
    stream = null;
    worker = null;
    video.srcObject = null;
    canvas.width = 0;
    canvas.height = 0;
    told.state(now);
  };

  const list = async () => {
    const devices = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
    told.devices(devices, stream?.getVideoTracks()[0]?.getSettings().deviceId ?? "");
  };

  const start = async (/** @type {string} */ device) => {
    if (stream) end("off");
    if (!navigator.mediaDevices?.getUserMedia) return told.state("impossible");
    told.state("asking");
    try {
      const which = device ? { deviceId: { exact: device } } : {};
      stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...which, width: { ideal: 1920 }, height: { ideal: 1080 } } });
      video.srcObject = stream;
      await video.play();
    } catch (problem) {
      return end(REFUSALS[/** @type {Error} */ (problem).name] ?? "busy");
    }
    stream.getVideoTracks().forEach((track) => track.addEventListener("ended", () => end("lost")));
    worker = startReader();
    told.state("on");
    await list();
    readNext();
  };

  navigator.mediaDevices?.addEventListener("devicechange", () => stream && list());
  return { start, stop: () => end("off") };
};
