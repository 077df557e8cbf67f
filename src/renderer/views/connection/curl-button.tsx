import { SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../widgets/button.tsx';
import { CopyButton } from '../../widgets/copy-button.tsx';
import { Popover } from '../../widgets/popover.tsx';

/** Shown before it is copied: it has every secret in it. */
export function CurlButton({ curl }: { readonly curl: string }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      label={t('client.curlTitle')}
      width="lg"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button variant="ghost" size="sm" icon={SquareTerminal} title={t('client.copyCurl')} data-testid="client-curl">
          {t('client.curl')}
        </Button>
      }
    >
      <div className="mb-2 flex items-center justify-between gap-3">
        <h2 className="text-md font-strong">{t('client.curlTitle')}</h2>
        <CopyButton text={curl} hasText />
      </div>
      <pre data-selectable className="max-h-64 overflow-auto rounded-2 bg-well px-3 py-2 font-mono text-code break-all whitespace-pre-wrap text-fg">
        {curl}
      </pre>
      <p className="mt-2 text-sm text-warn">{t('client.curlNote')}</p>
    </Popover>
  );
}
