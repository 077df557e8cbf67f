import type { Notice, NoticeCode } from '../../contract/notices.ts';

/** What a person is to know, the newest last, at most one of each code. */
export class Notices {
  readonly #notices = new Map<NoticeCode, Notice>();
  readonly #onNotice: (notice: Notice) => void;
  #version = 0;

  /** `onNotice` is told each as it comes. */
  constructor(onNotice: (notice: Notice) => void = () => {}) {
    this.#onNotice = onNotice;
  }

  /** Changes with every notice that comes or goes. */
  get version(): number {
    return this.#version;
  }

  get all(): readonly Notice[] {
    return [...this.#notices.values()];
  }

  /** The one before of this code is replaced. */
  add(notice: Omit<Notice, 'noticeId' | 'at'>): void {
    const known = this.#notices.get(notice.code);
    // Said already: saying it again and again helps nobody.
    if (known !== undefined && known.detail === notice.detail) return;
    const added: Notice = { ...notice, noticeId: `${notice.code}-${++this.#version}`, at: Date.now() };
    this.#notices.delete(notice.code);
    this.#notices.set(notice.code, added);
    this.#onNotice(added);
  }

  /** It is not so any more. */
  withdraw(code: NoticeCode): void {
    if (this.#notices.delete(code)) this.#version++;
  }

  dismiss(noticeId: string): void {
    const notice = this.all.find((each) => each.noticeId === noticeId);
    if (notice !== undefined) this.withdraw(notice.code);
  }
}
