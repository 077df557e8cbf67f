// Rooms of a server under load, all within its own process.

/** So that runs are alike: numbers from 0 to `below`, the same in each process. */
function createSequence() {
  let state = 1;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Sockets that are in no room of these, to visit them. */
const VISITORS = 10;

export function createMembership(io) {
  const names = [];
  return {
    nameOf: (index) => names[index % names.length],

    /** `rooms` rooms with `members` sockets each, by chance. */
    fill({ rooms, members }) {
      const sockets = [...io.of('/').sockets.values()].slice(VISITORS);
      const below = createSequence();
      while (names.length < rooms) names.push(`room ${names.length}`);
      for (const name of names) {
        const chosen = new Set();
        while (chosen.size < members) chosen.add(sockets[below(sockets.length)]);
        for (const socket of chosen) socket.join(name);
      }
    },

    /** Sockets join rooms in which others are, and leave them. */
    joinAndLeave({ operations }) {
      const sockets = [...io.of('/').sockets.values()].slice(0, VISITORS);
      const start = performance.now();
      const before = process.cpuUsage();
      for (let n = 0; n < operations; n++) {
        const socket = sockets[n % sockets.length];
        const name = names[(n * 7) % names.length];
        socket.join(name);
        socket.leave(name);
      }
      const { user, system } = process.cpuUsage(before);
      return { operations, ms: performance.now() - start, cpuUs: user + system };
    },
  };
}
