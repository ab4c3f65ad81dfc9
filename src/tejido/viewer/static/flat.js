// Stands in for the live map where a browser cannot draw it: table, card and search work all the same.

export class NoMap {
  constructor() {
    this.ready = Promise.resolve();
    /** @type {(() => void)|null} */
    this.idle = null;
  }

  /** @param {{idle: () => void}} listeners */
  listen({ idle }) {
    this.idle = idle;
  }

  ground() {}
  units() {}
  borders() {}
  classes() {}
  focus() {}
  bring() {}
  describe() {}

  repaint() {
    this.idle?.();
  }
}
