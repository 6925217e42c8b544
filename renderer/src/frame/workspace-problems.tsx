import { TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import type { FileProblem } from '../../../testbench/contract.ts';
import { useT } from '../i18n.ts';
import { useDevices } from '../state/devices.ts';
import { IconButton } from '../ui/button.tsx';

/** What could not be read or saved of the workspace, a line for each file until it is dismissed. */
export function WorkspaceProblems() {
  const problems = useDevices((state) => state.workspace.problems);
  return problems.map(({ file, ...problem }) => (
    <WorkspaceProblem key={`${file} ${problem.kind}`} file={file} problem={problem} />
  ));
}

function WorkspaceProblem({ file, problem }: { file: string; problem: FileProblem }) {
  const t = useT();
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  const more =
    problem.kind === 'broken'
      ? t('workspace.brokenWhere', { file: problem.keptAs })
      : t(`workspace.${problem.kind}What`);
  return (
    <div className="workspace-problem" role="status">
      <TriangleAlert />
      <span className="grow selectable">
        <strong>{t(`workspace.${problem.kind}`, { file })}</strong> {more}
        {'error' in problem && <span className="mono"> {problem.error.message}</span>}
      </span>
      <IconButton icon={<X />} label={t('dismiss')} onClick={() => setDismissed(true)} />
    </div>
  );
}
