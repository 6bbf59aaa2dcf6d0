// What the certificate takes of lean-qr: text to squares, nothing that draws.

export { correction, generate } from "lean-qr/nano";
