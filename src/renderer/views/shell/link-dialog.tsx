import { useTranslation } from 'react-i18next';
import { parseAddress } from '../../../contract/client-address.ts';
import { type ConnectLink, parseLink } from '../../../contract/deep-link.ts';
import { useClient } from '../../stores/link.ts';
import { askAboutLink, useOverlays } from '../../stores/overlays.ts';
import { selectSource } from '../../stores/sources.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { KeyValue, KeyValues } from '../../widgets/section.tsx';
import { EnvironmentTag } from '../environment.tsx';
import { NO_LABEL } from '../label-fields.tsx';
import { newAdmin } from '../new-admin.ts';
import { newClient } from '../new-client.ts';

/** A link was opened: nothing happens until a person has seen what it would add. */
export function LinkDialog() {
  const { t } = useTranslation();
  const text = useOverlays(({ link }) => link);
  if (text === null) return null;
  const close = () => askAboutLink(null);
  const link = parseLink(text);
  return (
    <Dialog
      title={t(link === null ? 'link.invalidTitle' : 'link.title')}
      description={t(link === null ? 'link.invalidText' : 'link.text')}
      isOpen
      onClose={close}
      testId="link-dialog"
    >
      {link === null ? (
        <>
          <p data-selectable className="mt-3 max-h-32 overflow-y-auto rounded-2 bg-well p-2 font-mono text-code break-all text-fg-2">
            {text}
          </p>
          <DialogActions>
            <Button size="lg" onClick={close}>
              {t('common.close')}
            </Button>
          </DialogActions>
        </>
      ) : (
        <Question link={link} onClose={close} />
      )}
    </Dialog>
  );
}

function Question({ link, onClose }: { readonly link: ConnectLink; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const { run, isPending, failure } = useAction();
  const { kind, url, name, environment } = link;

  function add(isConnecting: boolean): void {
    run(async () => {
      const parsed = parseAddress(url);
      if (!parsed.isValid) return;
      const label = { ...NO_LABEL, environment };
      const { sourceId } = await client.call(
        'source.add',
        kind === 'admin'
          ? newAdmin(parsed.address, { name, label, credentials: { type: 'none' } })
          : { ...newClient(parsed.address, name), ...label },
      );
      selectSource(sourceId);
      // A failure to connect is the source's own state by then: its pane shows it.
      if (isConnecting) await client.call('source.start', { sourceId }).catch(() => {});
    }, onClose);
  }

  return (
    <>
      <div className="mt-4 rounded-2 border border-line bg-well p-3">
        <KeyValues>
          <KeyValue name={t('link.kind')}>{t(`sources.kinds.${kind}`)}</KeyValue>
          <KeyValue name={t('fields.address')} isMono>
            {url}
          </KeyValue>
          {name !== '' && <KeyValue name={t('sources.name')}>{name}</KeyValue>}
          {environment !== null && (
            <KeyValue name={t('environment.label')}>
              <EnvironmentTag environment={environment} />
            </KeyValue>
          )}
        </KeyValues>
      </div>
      {failure !== null && <InlineFailure failure={failure} />}
      <DialogActions>
        <Button size="lg" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        {/* An admin has to say who it is first. */}
        {kind === 'client' && (
          <Button size="lg" disabled={isPending} onClick={() => add(true)} data-testid="link-connect">
            {t('sources.addAndConnect')}
          </Button>
        )}
        <Button size="lg" variant="primary" disabled={isPending} onClick={() => add(false)} data-testid="link-add">
          {t('sources.addOnly')}
        </Button>
      </DialogActions>
    </>
  );
}
