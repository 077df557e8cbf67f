import { useTranslation } from 'react-i18next';
import type { ServerSettings } from '../../../contract/server-settings.ts';
import { AdapterGroup } from './adapter-group.tsx';
import { CorsGroup } from './cors-group.tsx';
import { FilesGroup } from './files-group.tsx';
import { FoldGroup } from './fold-group.tsx';
import { GROUP_NAMES, type GroupName } from './group-names.ts';
import { groupSummary } from './group-summary.ts';
import { ProtocolGroup } from './protocol-group.tsx';
import { RecoveryGroup } from './recovery-group.tsx';
import { ServerTlsGroup } from './server-tls-group.tsx';
import { TimingGroup } from './timing-group.tsx';
import { TokenGroup } from './token-group.tsx';

/** What every group's form is given. */
export interface GroupProps {
  readonly settings: ServerSettings;
  /** A function where the change took a while: it is given what is there then. */
  readonly onChange: (change: Partial<ServerSettings> | ((current: ServerSettings) => Partial<ServerSettings>)) => void;
}

interface ServerGroupsProps extends GroupProps {
  readonly isReadOnly: boolean;
  readonly openGroups: ReadonlySet<string>;
  readonly faulty: ReadonlySet<GroupName>;
  readonly onToggle: (name: GroupName) => void;
}

/** Every setting of a server, folded with what it is set to. */
export function ServerGroups({ settings, onChange, isReadOnly, openGroups, faulty, onToggle }: ServerGroupsProps) {
  const { t } = useTranslation();
  return GROUP_NAMES.map((name) => (
    <FoldGroup
      key={name}
      name={name}
      title={t(`server.groups.${name}`)}
      summary={faulty.has(name) ? t('server.faulty') : groupSummary(t, name, settings)}
      isFaulty={faulty.has(name)}
      isReadOnly={isReadOnly}
      isOpen={openGroups.has(name)}
      onToggle={() => onToggle(name)}
    >
      <GroupForm name={name} settings={settings} onChange={onChange} />
    </FoldGroup>
  ));
}

function GroupForm({ name, ...props }: GroupProps & { readonly name: GroupName }) {
  switch (name) {
    case 'protocol':
      return <ProtocolGroup {...props} />;
    case 'cors':
      return <CorsGroup {...props} />;
    case 'timing':
      return <TimingGroup {...props} />;
    case 'recovery':
      return <RecoveryGroup {...props} />;
    case 'tls':
      return <ServerTlsGroup {...props} />;
    case 'files':
      return <FilesGroup {...props} />;
    case 'token':
      return <TokenGroup {...props} />;
    case 'adapter':
      return <AdapterGroup {...props} />;
  }
}
