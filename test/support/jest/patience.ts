/** A real deployment takes as long as a busy machine lets it; only what hangs is to end. In milliseconds. */
jest.setTimeout(900_000);
