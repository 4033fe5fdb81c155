// What the server says, as it says it; and that it says nothing, as soon as it says nothing.

const SILENCE_MS = 1500;

/** The server speaks twice a second at least. on(name, data) for every event; on("silence", ms) while it does not, 0 when it does again. */
export class Stream {
  constructor(on) {
    this.on = on;
    this.heard = performance.now();
    this.isSilent = false;
    this.open();
    setInterval(() => this.look(), 250);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.look(); });
  }

  open() {
    this.source?.close();
    this.opened = performance.now();
    this.source = new EventSource("/api/stream");
    for (const name of ["hello", "move", "tiles", "scene", "progress", "event", "stop", "answer", "tuned", "alive"]) {
      this.source.addEventListener(name, message => {
        this.heard = performance.now();
        if (this.isSilent) this.on("silence", 0);
        this.isSilent = false;
        let data;
        try { data = JSON.parse(message.data); } catch { return; }
        this.on(name, data);
      });
    }
  }

  look() {
    const silent = performance.now() - this.heard;
    if (silent < SILENCE_MS) return;
    this.isSilent = true;
    this.on("silence", silent);
    // A browser that was refused (503, or a server that had ended) does not try again by itself.
    if (this.source.readyState === EventSource.CLOSED && performance.now() - this.opened > 2000) this.open();
  }
}
