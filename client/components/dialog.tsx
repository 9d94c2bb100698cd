import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

type Props = { title: string; isOpen: boolean; onClose: () => void; children: ReactNode; wide?: boolean };

/** A window over the page; Escape and 閉じる leave it. On a phone it fills the screen. */
export function Dialog({ title, isOpen, onClose, children, wide }: Props) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      className="fixed inset-0 z-50 flex justify-center bg-black/50 sm:items-start sm:overflow-auto sm:p-8"
    >
      <Modal
        className={`flex h-full w-full flex-col bg-white shadow-5 sm:h-auto sm:rounded-12 ${wide ? 'sm:max-w-200' : 'sm:max-w-150'}`}
      >
        <AriaDialog className="flex min-h-0 flex-1 flex-col outline-none">
          <div className="flex items-start justify-between gap-4 border-b border-solid-gray-200 px-4 py-3 sm:px-8 sm:py-4">
            <Heading slot="title" className="pt-1.5 text-[1.375rem]">
              {title}
            </Heading>
            <Button kind="text" className="shrink-0 whitespace-nowrap" onPress={onClose}>
              {t('action.close')}
            </Button>
          </div>
          <div className="min-h-0 flex-1 overflow-auto px-4 py-6 sm:overflow-visible sm:px-8">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
