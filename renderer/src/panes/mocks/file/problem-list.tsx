import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { ScenarioCheck, ScenarioProblemPlace } from '../../../../../testbench/contract.ts';
import { copyText } from '../../../copy.ts';
import { useT } from '../../../i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Listbox } from '../../../ui/listbox.tsx';

interface ProblemListProps {
  fileName: string;
  /** Null: not checked yet. */
  check: ScenarioCheck | null;
  onGo: (problem: ScenarioProblemPlace) => void;
}

/** What is wrong with a file, and where; choosing one leads there. */
export function ProblemList({ fileName, check, onGo }: ProblemListProps) {
  const t = useT();
  if (!check) return null;
  const { problems, total } = check;
  if (total === 0) {
    return (
      <div className="bar mocks-problems-none">
        <Badge tone="ok" icon={<CircleCheck />}>
          {t('mocks.noProblems')}
        </Badge>
      </div>
    );
  }
  const place = ({ line, column, message }: ScenarioProblemPlace) => `${fileName}:${line}:${column}: ${message}`;
  return (
    <div className="mocks-problems">
      <Listbox
        label={t('mocks.problems')}
        items={problems}
        keyOf={(problem) => `${problems.indexOf(problem)}`}
        textOf={({ message }) => message}
        selected={-1}
        onSelect={onGo}
        menuOf={(problem) => [
          {
            id: 'copy',
            actions: [
              { id: 'one', label: t('mocks.copyProblem'), run: () => void copyText(place(problem)) },
              { id: 'all', label: t('mocks.copyProblems'), run: () => void copyText(problems.map(place).join('\n')) },
            ],
          },
        ]}
        className="list"
        rowClassName="mocks-problem"
      >
        {({ line, column, message, severity }) => (
          <>
            <Badge tone={severity} icon={severity === 'error' ? <CircleAlert /> : <TriangleAlert />}>
              <span className="only-read-aloud">{t(`mocks.${severity}`)}</span>
            </Badge>
            <span className="mono muted number">
              {line}:{column}
            </span>
            <span className="cut" title={message}>
              {message}
            </span>
          </>
        )}
      </Listbox>
      {total > problems.length && (
        <p className="mocks-more muted">{t('mocks.moreProblems', { count: total - problems.length })}</p>
      )}
    </div>
  );
}
