// Waiting for what happens in the background: until it is so, and never for a length of time.

const triesUntilLost = 400;
const pauseMs = 25;

/** Repeats the check until it no longer throws; its last complaint is the failure. */
export async function eventually<Value>(check: () => Promise<Value> | Value): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await check();
    } catch (complaint) {
      if (tries === triesUntilLost) throw complaint;
      await new Promise((resume) => setTimeout(resume, pauseMs));
    }
  }
}
