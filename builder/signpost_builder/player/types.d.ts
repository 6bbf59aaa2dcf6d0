// The shapes that the player's modules hand to each other, for tsc (`npm run check`). Nothing of it reaches a package.

/** A Python `spec["type"]` (scoring.py); kinds.js has a row for each. */
type QuestionType = "single" | "multiple" | "true-false" | "scale" | "order" | "match" | "number";

/**
 * What page/data.py writes of a question. Which fields are there depends on the type: a kind reads those of its own
 * questions alone, so they stand here as if every question had them. `keys` and `answer` are null where nothing is right.
 */
interface Spec {
  type: QuestionType;
  /** 24 bits, under which the answer is kept. */
  key: number;
  options: number;
  count: number;
  meanings: number;
  keys: number[];
  answer: number;
  tolerance?: number;
  critical?: boolean;
  topic: string;
  /** Of a number that a survey keeps: the upper bounds of its bands. */
  bounds: number[];
}

/** null (unanswered), "dk" (don't know) or the author's indexes; of a number one number. */
type Answered = null | "dk" | number[];

/** Question id -> what was answered. */
type Responses = Record<string, Answered>;

/** A row of kinds.js, which says what each field is for. */
interface KindRow {
  control: "ticks" | "order" | "match" | "number";
  marks: "choices" | "terms" | "none";
  line(value: number): number;
  several?: boolean;
  size(spec: Spec): number;
  limit(spec: Spec): number;
  least: number;
  shift: number;
  repeats?: boolean;
  fits(spec: Spec, response: number[]): boolean;
  fraction?(spec: Spec, response: number[]): number;
  radices(spec: Spec): number[];
  places(spec: Spec, response: number[]): number[];
  values(places: number[]): number[];
  slots(spec: Spec, response: number[]): number[];
}

/** Whether the learner is asked before a page is left (pages.js). */
type Guard = (goOn: () => void, forGood: boolean) => boolean;

/** How a question is answered on screen; a row of questions.js. */
interface Control {
  prepare?(question: HTMLElement): void;
  read(question: HTMLElement, asShown?: boolean): number[] | null;
  write(question: HTMLElement, response: number[]): void;
  clear?(question: HTMLElement): void;
  isFine?(question: HTMLElement): boolean;
}

/** Marks the parts of a question (a row of marks.js); `response` null: only the key is to be seen. */
type Marker = (question: HTMLElement, response: number[] | null, withKey: boolean) => void;

/** What scoring.py and forms.py say of the survey; page/data.py, survey_data. */
interface SurveyData {
  simulated?: true;
  responsible: [string, string][];
  endpoint: string;
  form: string;
  key: string;
  group: { question: string; merge: number[] } | null;
  stratum: { question: string } | null;
  before: string[];
  after: string[];
}

/** What page/data.py writes into `#course-data`. */
interface CourseData {
  course: { id: string; version: string; digest: string; title: string };
  edition: string;
  language: string;
  passMarkPercent: number;
  /** null or 0: without a limit. */
  attempts: number | null;
  scoreMode: "pass" | "exact";
  pages: { id: string; counts: boolean }[];
  pagesDigest: string;
  before: string[];
  after: string[];
  questions: Record<string, Spec>;
  strings: Record<string, string>;
  /** Topic of final questions -> title and first page of the module of that name. */
  topics?: Record<string, [string, string]>;
  survey?: SurveyData;
  /** How what is written is read aloud (page/spoken.py): patterns with what stands for them, the names of the digits. */
  spoken?: { rules: [string, string?][]; digits: string[] };
  /** Of questions after the course in Open edX: what the blocks say in the course's own words. */
  words?: { critical: string };
  /** Written by the Open edX blocks alone: the course team hides results. */
  resultsHidden?: boolean;
}

/** What the form page's server writes into `#course-data` (survey/): the form, its questions, its texts. */
interface FormPageData extends CourseData, SurveyData {
  kind: "pair" | "single";
}

/** What a learner's answer to a check is kept as. */
interface Answer {
  response: Answered;
  submitted: boolean;
}

/** A learner's progress (state.js). */
interface State {
  visited: Set<string>;
  answers: Map<string, Answer>;
  beforeDone: boolean;
  attemptsUsed: number;
  passed: boolean;
  launches: number;
  handle: string;
}

/** "normal", or one of the modes in which nothing is written. */
type Mode = "normal" | "browse" | "review" | "forgotten";

/** What a platform holds when the course is opened. */
interface Held {
  tracked: boolean;
  mode: Mode;
  state: string;
  /** A page id, or "". */
  location: string;
  completed: boolean;
  passed: boolean;
  /** Two statuses, and only one of them says passed. */
  halfTold?: boolean;
  handle?: string;
}

/** What is saved. `seconds` of this sitting; `progress` 0 to 1; `lately`: on leaving, whether this window is the newest. */
interface Values {
  state: string;
  location: string;
  progress: number;
  seconds: number;
  done: boolean;
  lately?: boolean;
}

interface ToldScore {
  /** 0 to 1. */
  fraction: number;
  keepHigher: boolean;
}

/** What became true: the rows of lms-scorm12.js and its sibling. */
type Phase =
  | "opened" | "reopened" | "saved" | "before-done" | "scored" | "not-passed" | "passed" | "full-score" | "completed"
  | "left" | "left-done" | "closed" | "closed-done" | "looked";

/** How a platform is spoken to (lms-*.js; docs/lms.md). No method throws. */
interface LmsAdapter {
  /** true connected, false refused, null no API yet. */
  start(name: string): boolean | null;
  restore(): Held;
  record(phase: Phase, score?: ToldScore): void;
  /** True when the platform says that it took everything; `again`: all of it anew. */
  save(values: Values, again?: boolean): boolean;
  /** With null nothing is written but that somebody only looked. */
  finish(values: Values | null, asked: boolean, again?: boolean): boolean;
  /** A result is to be said twice, as the platform may answer yes and have nothing. */
  confirms?: boolean;
  isOffline?(): boolean;
  /** Characters of state that fit; undefined where nothing was cut. */
  room?(): number | undefined;
  /** What is not kept, as keys of texts. */
  lacking?(): string[];
  /** For the one platform that does the marking. */
  answered?(responses: Responses): void;
  forget?(): void;
}

/** What lms-scorm.js must know of an edition of SCORM. */
interface ScormEdition {
  api: string;
  prefix: string;
  finish: string;
  phases: Record<Phase, string[]>;
  /** Elements. */
  status: string;
  score: string;
  time(seconds: number): string;
  interim?(element: string, value: string): string | undefined;
  restore(read: (element: string) => string): Record<"mode" | "state" | "location" | "status" | "success", string>;
}

/** `window`, as far as the session uses it: tests hand it another. */
type Page = Window & typeof globalThis;

/** What createSession gives (session.js). */
type Session = ReturnType<typeof import("./session.js").createSession>;

type Waiting = ReturnType<typeof import("./waiting.js").createWaiting>;

/** How a try to send a record ended (delivery.js). */
type Outcome = "delivered" | "refused" | "later";

/** What scoreSet gives (score.js). */
interface SetScore {
  scoreFraction: number | null;
  passed: boolean;
  criticalMissed: number[];
}

/** The fields of a record's plain text (record.js; docs/formats/sealed-record.md). null: not asked or not answered. */
interface AboutLearner {
  group: number | null;
  stratum: number | null;
}

/** Phases that a learner stands in, lowest first; "" is nobody's (reporting.js). */
type Standing = "" | "opened" | "not-passed" | "completed" | "passed";

type Handler = "save_progress" | "submit" | "done";

/** What the Open edX blocks keep of a learner (xblocks/, host.js and lms-xblock.js). */
interface BlockHeld {
  kind: "module" | "quiz";
  tracked: boolean;
  mode: Mode;
  state: string;
  place: string;
  completed: boolean;
  passed: boolean;
  attemptsUsed: number;
  handle: string;
  grading: "browser" | "server";
  /** Ids of the marked questions and what is right, where the course team hides results. */
  scored?: string[];
  key?: Record<string, Spec>;
}

/** `answer`: what is kept now; of a refusal its `error`, of status 409 what is `held`. */
interface BlockAnswer {
  status: number;
  answer: Partial<BlockHeld> & { error?: string; held?: BlockHeld };
}

interface BlockRequest {
  handler: Handler;
  body: { state?: string; place?: string; attempt?: number };
  /** It may have arrived, and only the answer was lost. */
  unsure?: boolean;
}

interface BlockHost {
  held: BlockHeld;
  call(handler: Handler, body: object): Promise<BlockAnswer>;
  say(text: string): void;
}

/** The element that a selector, or a name for `make`, ends on: by its tag where it has one. */
type ElementOf<Selector extends string> = Selector extends `${string},${string}`
  ? HTMLElement
  : Selector extends `${string} ${infer Last}`
    ? ElementOf<Last>
    : Selector extends `${infer Tag}${"." | "[" | "#" | ":"}${string}`
      ? Tagged<Tag>
      : Tagged<Selector>;

type Tagged<Tag extends string> = Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : HTMLElement;

/** What the builder writes into `data-…` of the elements that are asked for it; the rest may be missing. */
interface DOMStringMap {
  begin: string;
  do: string;
  draw: string;
  i: string;
  q: string;
  range: string;
}

interface Window {
  /** The standard takes anything that is no timer. */
  clearTimeout(timer: number | null | undefined): void;
}
