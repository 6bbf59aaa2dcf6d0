// A window without content: timers that run when the test says so, visibility, page events, other windows.

/** One browser: its windows hear each other's BroadcastChannel, and share localStorage. */
export const fakeBrowser = ({ storage = new Map(), refuseStorage = false, broken = false } = {}) => {
  const channels = new Set();
  const later = [];

  class FakeChannel {
    constructor(name) {
      if (broken) throw new Error("SecurityError");
      this.name = name;
      channels.add(this);
    }
    postMessage(data) {
      for (const other of channels) if (other !== this && other.name === this.name) later.push(() => other.onmessage?.({ data }));
    }
    close() {
      channels.delete(this);
    }
  }

  const refuse = () => {
    if (refuseStorage) throw new Error("SecurityError");
  };
  const localStorage = {
    getItem: (key) => (refuse(), storage.get(key) ?? null),
    setItem: (key, value) => (refuse(), storage.set(key, String(value))),
    removeItem: (key) => (refuse(), storage.delete(key)),
  };

  /** Messages arrive when the windows that sent them have finished. */
  const deliver = () => {
    for (let message = later.shift(); message; message = later.shift()) message();
  };

  return { storage, deliver, open: (more) => fakePage({ BroadcastChannel: FakeChannel, localStorage, ...more }) };
};

const fakePage = (more) => {
  const listeners = new Map();
  let clock = 1000;
  let timers = [];
  let lastTimer = 0;

  const listen = (type, listener) => listeners.set(type, [...(listeners.get(type) ?? []), listener]);
  const dispatch = (type, event = {}) => (listeners.get(type) ?? []).forEach((listener) => listener(event));

  const page = {
    performance: { now: () => clock },
    setTimeout(action, milliseconds) {
      lastTimer += 1;
      timers.push({ id: lastTimer, at: clock + milliseconds, action });
      return lastTimer;
    },
    clearTimeout(id) {
      timers = timers.filter((timer) => timer.id !== id);
    },
    addEventListener: listen,
    navigator: { onLine: true },
    document: { visibilityState: "visible", addEventListener: listen },
    ...more,
  };

  /** Lets time pass; timers run in their order. */
  const wait = (milliseconds) => {
    const end = clock + milliseconds;
    for (;;) {
      const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.id - b.id);
      if (!next) break;
      timers = timers.filter(({ id }) => id !== next.id);
      clock = Math.max(clock, next.at);
      next.action();
    }
    clock = end;
  };

  const setVisibility = (state) => {
    page.document.visibilityState = state;
    dispatch("visibilitychange");
  };

  return Object.assign(page, {
    wait,
    dispatch,
    waiting: () => timers.length,
    hide: () => setVisibility("hidden"),
    show: () => setVisibility("visible"),
    /** As Chromium orders it when a frame is taken away. */
    goAway() {
      dispatch("pagehide", { persisted: false });
      setVisibility("hidden");
    },
  });
};
