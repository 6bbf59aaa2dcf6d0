// What proof.js needs of the bundled library (vendor/qr/).

interface Squares {
  size: number;
  get(x: number, y: number): boolean;
}

export const loadQr: () => {
  correction: { M: number };
  generate(text: string, options: { minCorrectionLevel: number }): Squares;
};
