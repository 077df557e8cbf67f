import type { ClientSettings } from '../../../contract/client-settings.ts';
import { changeOf, textOf } from './address-change.ts';
import { TypedAddressField, type UrlFieldProps } from './typed-address-field.tsx';

/** The address of a client. */
export function UrlField(props: UrlFieldProps<ClientSettings>) {
  const { settings } = props;
  return <TypedAddressField {...props} text={textOf(settings)} changeOf={(address) => changeOf(address, settings)} testId="client-url" />;
}
