import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProvideFurigana, WithFurigana } from '../components/furigana.tsx';
import type { Paper, PaperLine, PaperSpace } from '../../forms/paper/types.ts';
import './sheet.css';

type Head = {
  /** Whose form it is: the municipality. */
  from: string;
  /** Its office, where the form names none of its own. */
  office?: string | null | undefined;
  /** 「第2版」. */
  version?: string;
  /** Under the title: on a blank sheet a date to be filled in, on a filled one when and by whom. */
  dated: ReactNode;
};

/** A form on A4, blank or filled in. Long answers may go over a page's end, nothing else does. */
export function Sheet({ paper, from, office: usual, version, dated }: { paper: Paper } & Head) {
  const { t } = useTranslation('paper');
  const office = paper.office ?? usual;
  return (
    <ProvideFurigana texts={paper.furigana}>
      <article className="sheet" aria-label={paper.name}>
        <div className="sheet-head">
          <p>{paper.number}</p>
          <p>{version}</p>
        </div>
        <p className="sheet-title" role="heading" aria-level={2}>
          <WithFurigana>{paper.name}</WithFurigana>
        </p>
        <div className="sheet-head">
          <p>{office ? t('to', { from, office }) : from}</p>
          <div className="sheet-date">{dated}</div>
        </div>
        {paper.description && (
          <p className="sheet-lead">
            <WithFurigana>{paper.description}</WithFurigana>
          </p>
        )}
        {paper.lines.map((line, index) => (
          <Fragment key={index}>
            <Line line={line} />
          </Fragment>
        ))}
      </article>
    </ProvideFurigana>
  );
}

/** A date to be filled in: year, month and day with room before each. */
export function DateToFill() {
  const { t } = useTranslation('paper');
  const unit = useUnits();
  return <Parts parts={[t('filledOn'), ...dayParts(unit)]} />;
}

function Line({ line }: { line: PaperLine }) {
  switch (line.is) {
    case 'page':
    case 'heading':
      return (
        <>
          <p
            role="heading"
            aria-level={3}
            className={line.is === 'page' ? 'sheet-section sheet-page' : 'sheet-section'}
          >
            <WithFurigana>{line.title}</WithFurigana>
          </p>
          <Notes line={line} />
        </>
      );
    case 'explanation':
      return (
        <div className="sheet-note">
          <p className="sheet-name">
            <WithFurigana>{line.title}</WithFurigana>
          </p>
          <Notes line={line} />
        </div>
      );
    case 'signature':
      return (
        <div className="sheet-sign">
          <div>
            <span className="sheet-name">
              <WithFurigana>{line.title}</WithFurigana>
            </span>
            <Notes line={line} />
          </div>
          <span className="sheet-sign-line" />
        </div>
      );
    case 'group':
      return (
        <div className="sheet-group">
          <Title {...line} />
          <Notes line={line} />
        </div>
      );
    case 'table':
      return <Table line={line} />;
    case 'question':
      return (
        <div className={`sheet-row ${(line.value?.length ?? 0) > 600 ? 'is-long' : ''}`}>
          <div className="sheet-label">
            <Title {...line} />
            <Notes line={line} />
          </div>
          <div className="sheet-space">
            {line.value === undefined ? <Space space={line.space} /> : <p className="sheet-value">{line.value}</p>}
          </div>
        </div>
      );
  }
}

function Title({ number, title, required = false }: { number: string; title: string; required?: boolean }) {
  const { t } = useTranslation('paper');
  return (
    <p>
      {number !== '' && <span className="sheet-number">{t('question', { number })}</span>}
      <span className="sheet-name">
        <WithFurigana>{title}</WithFurigana>
      </span>
      {required && <span className="sheet-must">{t('must')}</span>}
    </p>
  );
}

/** Who answers it, and its help. */
function Notes({ line: { when, text } }: { line: { when?: string; text?: string } }) {
  return (
    <>
      {when && <p className="sheet-when">{when}</p>}
      {text && (
        <p className="sheet-value">
          <WithFurigana>{text}</WithFurigana>
        </p>
      )}
    </>
  );
}

function Table({ line }: { line: Extract<PaperLine, { is: 'table' }> }) {
  return (
    <div className="sheet-scroll" role="group" aria-label={line.title} tabIndex={0}>
      <table className="sheet-table">
        <caption>
          <Title {...line} />
          <Notes line={line} />
        </caption>
        <thead>
          <tr>
            {line.columns.map(({ title, hint, when }, index) => (
              <th key={index} scope="col">
                <WithFurigana>{title}</WithFurigana>
                {hint && <span>{hint}</span>}
                {when && <span>{when}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {line.rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Unit = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'until', string>;

function useUnits(): Unit {
  const { t } = useTranslation('paper');
  return {
    year: t('unit.year'),
    month: t('unit.month'),
    day: t('unit.day'),
    hour: t('unit.hour'),
    minute: t('unit.minute'),
    until: t('unit.until'),
  };
}

const dayParts = ({ year, month, day }: Unit): string[] => ['', year, '', month, '', day];
const timeParts = ({ hour, minute }: Unit): string[] => ['', hour, '', minute];

/** Room to write in, by what is written there. */
function Space({ space }: { space: PaperSpace }) {
  const unit = useUnits();
  switch (space.as) {
    case 'choices':
      return (
        <div className="sheet-choices">
          {space.choices.map((choice) => (
            <span key={choice} className="sheet-choice">
              <span className="sheet-box" />
              <WithFurigana>{choice}</WithFurigana>
            </span>
          ))}
        </div>
      );
    case 'number':
      return (
        <div className="sheet-parts">
          <span className="sheet-gap is-wide" />
          {space.unit}
        </div>
      );
    case 'box':
      return Array.from({ length: space.lines }, (_, index) => <div key={index} className="sheet-rule" />);
    case 'date':
      return <Parts parts={dayParts(unit)} />;
    case 'time':
      return <Parts parts={timeParts(unit)} />;
    case 'dateTime':
      return <Parts parts={[...dayParts(unit), ...timeParts(unit)]} />;
    case 'period':
      return <Parts parts={[...dayParts(unit), unit.until, ...dayParts(unit)]} />;
    case 'line':
      return null;
  }
}

/** Words with room between them. */
function Parts({ parts }: { parts: string[] }) {
  return (
    <span className="sheet-parts">
      {parts.map((part, index) => (part === '' ? <span key={index} className="sheet-gap" /> : part))}
    </span>
  );
}
