import { useMemo } from 'react';
import type { Device, RequestDraft } from '../../../../../testbench/contract.ts';
import { useT } from '../../../i18n.ts';
import { PayloadEditor } from '../../../payload/editor/payload-editor.tsx';
import { shapeHints } from '../../../payload/editor/shape/shape-hints.ts';
import { editDraft, type Shown } from '../../../state/calls.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useExpectationsTab } from '../requests/expectations-tab.tsx';
import { useParamShape } from './use-param-shape.ts';

interface RequestBodyProps {
  tab: string;
  draft: RequestDraft;
  device: Device | undefined;
  shown: Shown | undefined;
}

export function RequestBody({ tab, draft, device, shown }: RequestBodyProps) {
  const t = useT();
  const shape = useParamShape(draft.url);
  const hints = useMemo(() => shapeHints(shape, t), [shape, t]);
  const expect = useExpectationsTab(tab);
  const refused = shown?.kind === 'refused' && shown.error.part !== undefined && shown.draft === draft;
  return (
    <div className="rpc-request">
      {refused && <ErrorNotice error={shown.error} />}
      <PayloadEditor
        label={t('rpc.request')}
        value={draft.payload}
        device={device}
        paramExtensions={hints}
        more={[expect]}
        onChange={(payload) => editDraft(tab, { payload })}
      />
    </div>
  );
}
