import { useT } from '../../i18n.ts';
import { useDevices } from '../../state/devices.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';

/** Why the last thing done to the list of devices failed. */
export function DevicesFailure() {
  const t = useT();
  const failure = useDevices((state) => state.failure);
  if (failure === null) return null;
  return (
    <ErrorNotice error={failure}>
      <Button onClick={() => useDevices.setState({ failure: null })}>{t('dismiss')}</Button>
    </ErrorNotice>
  );
}
