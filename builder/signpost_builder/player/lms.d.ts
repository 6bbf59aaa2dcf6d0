// "./lms.js" is one of lms-scorm12.js, lms-scorm2004.js, lms-xblock.js and lms-none.js: page/script.py links it.

export const connect: (window: Window & typeof globalThis) => LmsAdapter;
