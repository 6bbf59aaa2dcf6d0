/** The codes of 4 by 4 squares, the place of each its number. `corners`: from the marker's own top left, clockwise. */
export const createDetector: (codes: readonly number[]) => {
  detect: (picture: ImageData) => { id: number; corners: { x: number; y: number }[] }[];
};
