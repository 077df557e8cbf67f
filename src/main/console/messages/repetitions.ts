import { ContractError } from '../../../contract/frame.ts';
import { MAX_REPETITIONS } from '../limits.ts';
import { Repetition, type RepetitionOptions } from './repetition.ts';

/** Those that run, and as many that have ended. */
export class Repetitions {
  readonly #repetitions = new Map<string, Repetition>();
  #nextId = 1;

  /** Fails with `TOO_MANY_REPETITIONS`. */
  start(options: RepetitionOptions): Repetition {
    const running = [...this.#repetitions.values()].filter(({ isRunning }) => isRunning);
    if (running.length >= MAX_REPETITIONS) throw new ContractError('TOO_MANY_REPETITIONS', `${MAX_REPETITIONS} repetitions are running`);
    const repetition = new Repetition(`repetition-${this.#nextId++}`, options);
    this.#repetitions.set(repetition.repetitionId, repetition);
    this.#dropOld();
    return repetition;
  }

  /** Fails with `SEND_GONE`. */
  get(repetitionId: string): Repetition {
    const repetition = this.#repetitions.get(repetitionId);
    if (repetition === undefined) throw new ContractError('SEND_GONE', 'this repetition is not kept any more');
    return repetition;
  }

  close(): void {
    for (const repetition of this.#repetitions.values()) repetition.stop();
    this.#repetitions.clear();
  }

  #dropOld(): void {
    for (const { isRunning, repetitionId } of this.#repetitions.values()) {
      if (this.#repetitions.size <= 2 * MAX_REPETITIONS) return;
      if (!isRunning) this.#repetitions.delete(repetitionId);
    }
  }
}
