import { useTranslation } from 'react-i18next';
import type { NamespaceConnectionRow, StageFailureRow } from '../../../contract/client-rows.ts';
import { Button } from '../../widgets/button.tsx';
import { failureValue } from '../connection/failure-value.ts';

interface RefusedLoginProps {
  readonly row: NamespaceConnectionRow & { readonly failure: StageFailureRow };
  readonly onEditLogin: () => void;
}

/** The server was reached and did not let this admin in. */
export function RefusedLogin({ row, onEditLogin }: RefusedLoginProps) {
  const { t } = useTranslation();
  const kind = row.failure.advice === 'NAMESPACE_UNKNOWN' ? 'unknown' : 'refused';
  return (
    <div role="alert" data-testid="admin-refused" className="flex flex-col items-start gap-1.5 px-3 py-2.5">
      <h3 className="font-strong text-err">{t(`admin.${kind}.title`, { namespace: row.name })}</h3>
      <p data-selectable className="font-mono text-code break-all text-fg-2">
        {failureValue(t, row.failure)}
      </p>
      <p className="text-fg-2">{t(`admin.${kind}.text`)}</p>
      {kind === 'refused' && (
        <Button size="sm" onClick={onEditLogin} data-testid="admin-edit-login">
          {t('admin.editLogin')}
        </Button>
      )}
    </div>
  );
}
