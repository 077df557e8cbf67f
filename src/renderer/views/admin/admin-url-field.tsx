import type { AdminSettings } from '../../../contract/admin-settings.ts';
import { TypedAddressField, type UrlFieldProps } from '../connection/typed-address-field.tsx';
import { ADMIN_NAMESPACE, adminAddress, textOfAdmin } from './admin-address.ts';

/** The address of a server and its admin namespace. */
export function AdminUrlField(props: UrlFieldProps<AdminSettings>) {
  const { settings } = props;
  return (
    <TypedAddressField
      {...props}
      text={textOfAdmin(settings)}
      changeOf={(address) => adminAddress(address, settings)}
      defaultNamespace={ADMIN_NAMESPACE}
      testId="admin-url"
    />
  );
}
