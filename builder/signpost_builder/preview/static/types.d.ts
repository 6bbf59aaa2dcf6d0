// What the server of the preview tells the page around the course (reading.py), and what the frames say.

interface Finding {
  path: string;
  line: number;
  column: number;
  severity: "error" | "warning";
  code: string;
  message: string;
  hint: string;
  source: string;
  explanation: string;
}

/** Value, title, and the extra that has to be installed first. */
type Choosable = [string, string, string?];

/** What a frame needs to come up to date (showing.py, `Change`). */
interface PageChange {
  now: string;
  known: string;
  text: string;
}

interface PreviewState {
  course: string;
  courses: string[];
  version: number;
  good: boolean;
  findings: Finding[];
  title?: string;
  audiences?: Choosable[];
  sites?: Choosable[];
  languages?: string[];
  views?: Choosable[];
  pages?: Record<string, [string, number]>;
  survey?: boolean;
  page?: PageChange | null;
}

interface Call {
  call: string;
  answer: string;
  error: string;
  said: string;
}

/** What a frame says to the window around it; each message has some of these. */
interface FrameMessage extends Partial<Call> {
  at?: number | string;
  took?: string;
  stale?: boolean;
  ready?: boolean;
  reload?: boolean;
  began?: boolean;
  columns?: [string, string][];
  used?: number;
  most?: number;
  sitting?: number;
}

/** What the window around says to a frame. */
interface AroundMessage {
  page?: PageChange;
  look?: string;
  relaunch?: boolean;
}

/** Check of a value (null: it cannot be set), access, and the value before it is set. */
type Rule = [((value: string) => boolean) | null, "" | "read only" | "write only", string?];

interface Book {
  name: string;
  methods: Record<string, string>;
  elements: Record<string, Rule>;
  errors: Record<string, string>;
  strings: Record<string, string>;
  state: string;
  most: number;
  exit: string;
  entry: string;
  session: string;
  total: string;
  report: [string, string][];
}
