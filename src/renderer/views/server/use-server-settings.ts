import { useEffect, useState } from 'react';
import type { Failure, SourceRow } from '../../../contract/rows.ts';
import { DEFAULT_SERVER_SETTINGS, type ServerSettings } from '../../../contract/server-settings.ts';
import { failureOf } from '../../i18n/failure.ts';
import { useClient } from '../../stores/link.ts';

/** The settings of a server, its secrets among them, read when they are to be edited; of a new one the defaults. */
export function useServerSettings(source: Pick<SourceRow, 'sourceId'> | null): {
  readonly saved: ServerSettings | null;
  readonly failure: Failure | null;
} {
  const client = useClient();
  const sourceId = source?.sourceId;
  const [saved, setSaved] = useState(sourceId === undefined ? DEFAULT_SERVER_SETTINGS : null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    if (sourceId === undefined) return;
    let isWanted = true;
    client.call('server.settings', { sourceId }).then(
      ({ settings }) => isWanted && setSaved(settings),
      (error: unknown) => isWanted && setFailure(failureOf(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [client, sourceId]);
  return { saved, failure };
}
