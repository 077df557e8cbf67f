import { ContractError } from '../../../contract/frame.ts';
import type { CallHandlers } from '../../../contract/serve.ts';
import type { Notices } from '../notices.ts';
import type { SourceProfile } from '../store/profiles.ts';
import type { SourceStore } from '../store/source-store.ts';

export interface StoreContext {
  /** `null`: nothing is kept between runs. */
  readonly store: SourceStore | null;
  readonly notices: Notices;
  /** Adds a source unless there is one with its id; whether it did. Fails with `TOO_MANY_SOURCES`. */
  readonly addMissing: (profile: SourceProfile) => boolean;
}

type StoreCall = 'notice.dismiss' | 'store.describe' | 'store.restore' | 'store.startAnew';

export function storeCalls({ store, notices, addMissing }: StoreContext): Pick<CallHandlers, StoreCall> {
  return {
    'notice.dismiss': ({ noticeId }) => {
      notices.dismiss(noticeId);
      return null;
    },
    'store.describe': () => store?.describe() ?? { folder: null, secretKeeper: 'file', problem: null, files: [] },
    'store.restore': ({ name }) => {
      if (store === null) throw new ContractError('FILE_GONE', 'nothing is kept between runs');
      const profiles = store.sourcesIn(name);
      const added = profiles.filter(addMissing).length;
      return { added, known: profiles.length - added };
    },
    'store.startAnew': () => {
      store?.startAnew();
      return null;
    },
  };
}
