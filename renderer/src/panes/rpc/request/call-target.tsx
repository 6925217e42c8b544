import type { RequestDraft } from '../../../../../testbench/contract.ts';
import { useT } from '../../../i18n.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { UrlInput } from './url-input.tsx';

type Target = Pick<RequestDraft, 'method' | 'url'>;

interface CallTargetProps extends Target {
  deviceId: string | null;
  onChange: (change: Partial<Target>) => void;
}

/** What is called, and how. */
export function CallTarget({ deviceId, method, url, onChange }: CallTargetProps) {
  const t = useT();
  return (
    <>
      <Segmented
        label={t('rpc.method')}
        value={method}
        options={[
          { value: 'GET', label: 'GET' },
          { value: 'SET', label: 'SET' },
        ]}
        onChange={(next) => onChange({ method: next })}
      />
      <UrlInput
        deviceId={deviceId}
        value={url}
        onChange={(next) => onChange({ url: next })}
        onMethod={(next) => onChange({ method: next })}
      />
    </>
  );
}
