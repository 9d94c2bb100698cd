import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Icon } from '../components/icon.tsx';
import { useMe } from '../lib/queries.ts';
import { useSignOut } from './use-sign-out.ts';

const item = 'flex min-h-11 cursor-pointer items-center px-4 data-focused:bg-blue-50 data-focused:underline';

/** The account: its page, and the way out. */
export function UserMenu() {
  const { t } = useTranslation('app');
  const { data: me } = useMe();
  const navigate = useNavigate();
  const signOut = useSignOut();
  if (!me) return null;
  return (
    <MenuTrigger>
      <Button className="flex min-h-11 items-center gap-2 rounded-8 px-3 hover:bg-solid-gray-50 hover:underline"><Icon name="person" />{me.name}<Icon name="down" className="size-4" /></Button>
      <Popover placement="bottom end" className="min-w-60 rounded-8 border border-solid-gray-420 bg-white py-2 shadow-2">
        <Menu className="outline-none">
          <MenuItem className={item} onAction={() => void navigate('/account')}>{t('user.account')}</MenuItem>
          <MenuItem className={item} onAction={() => void signOut()}>{t('user.signOut')}</MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
