// One act after another goes to the server; none is lost while there is no connection or no
// session, and none is sent twice at once.

const RETRY_MS = [500, 1000, 2000, 5000, 10000];
const FAULTS = 3; // of the program itself: then the person is told, and what was typed stays

export class Saving {
  constructor({ token, onWait, onBack, signIn }) {
    this.token = token;
    this.onWait = onWait;
    this.onBack = onBack;
    this.signIn = signIn;
    this.waiting = [];
    this.busy = false;
    addEventListener("beforeunload", (event) => {
      if (this.waiting.length) event.preventDefault();
    });
    addEventListener("online", () => this.wake?.());
  }

  // `values` is called when its turn has come, so that it knows the version of that moment.
  push(path, values) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ path, values, resolve, reject });
      this.work();
    });
  }

  async work() {
    if (this.busy) return;
    this.busy = true;
    while (this.waiting.length) {
      const act = this.waiting[0];
      try {
        act.resolve(await this.sent(act));
      } catch (error) {
        act.reject(error);
      }
      this.waiting.shift();
    }
    this.busy = false;
  }

  // The number says that it is the same act, however often it has to be sent.
  async sent(act) {
    const body = new URLSearchParams({ ...act.values(), vorgang: crypto.randomUUID() });
    for (let tries = 0; ; tries++) {
      const answer = await this.tried(act.path, body, tries);
      if (!answer) continue;
      const data = await answer.json().catch(() => ({}));
      if (answer.status === 401 || data.stale) await this.signIn();
      else {
        if (tries) this.onBack();
        return { ok: answer.ok, status: answer.status, data };
      }
    }
  }

  // Nothing where there is no connection, after a while; or the answer.
  async tried(path, body, tries) {
    try {
      const answer = await fetch(path, {
        method: "POST",
        body,
        headers: { "x-formular": this.token, accept: "application/json" },
        redirect: "error",
      });
      if (answer.status < 500 || (answer.status === 500 && tries >= FAULTS)) return answer;
    } catch {
      // no connection: below
    }
    this.onWait(this.waiting.length);
    await this.pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
    return null;
  }

  pause(ms) {
    return new Promise((done) => {
      this.wake = done;
      setTimeout(done, ms);
    });
  }
}
