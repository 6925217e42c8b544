import { TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { FileProblem } from '../../../testbench/contract.ts';
import { useT } from '../i18n.ts';
import { useDevices } from '../state/devices.ts';
import { IconButton } from '../ui/button.tsx';

/** That another workspace is open than last time, and what could not be read or saved of it: a line for each file until it is dismissed. */
export function WorkspaceProblems() {
  const { problems, missing } = useDevices((state) => state.workspace);
  return (
    <>
      {missing && <Missing folder={missing.folder} />}
      {problems.map(({ file, ...problem }) => (
        <WorkspaceProblem key={`${file} ${problem.kind}`} file={file} problem={problem} />
      ))}
    </>
  );
}

function Missing({ folder }: { folder: string }) {
  const t = useT();
  return (
    <Line>
      <strong>{t('workspace.missing', { folder })}</strong> {t('workspace.missingWhat')}
    </Line>
  );
}

function WorkspaceProblem({ file, problem }: { file: string; problem: FileProblem }) {
  const t = useT();
  const more =
    'keptAs' in problem
      ? t(`workspace.${problem.kind}Where`, { file: problem.keptAs })
      : t(`workspace.${problem.kind}What`);
  return (
    <Line>
      <strong>{t(`workspace.${problem.kind}`, { file })}</strong> {more}
      {'error' in problem && <span className="mono"> {problem.error.message}</span>}
    </Line>
  );
}

function Line({ children }: { children: ReactNode }) {
  const t = useT();
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  return (
    <div className="workspace-problem" role="status">
      <TriangleAlert />
      <span className="grow selectable">{children}</span>
      <IconButton icon={<X />} label={t('dismiss')} onClick={() => setDismissed(true)} />
    </div>
  );
}
