import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Icon } from '../../components/icon.tsx';

const item = 'flex min-h-11 cursor-pointer items-center px-4 py-2 data-focused:bg-blue-50 data-focused:underline';

/** A few actions behind one button with words. */
export function ActionMenu({
  title,
  actions,
}: {
  title: string;
  actions: { id: string; name: string; onAction: () => void }[];
}) {
  return (
    <MenuTrigger>
      <Button className="inline-flex min-h-11 items-center gap-1 rounded-8 border border-blue-900 bg-white px-3 font-bold text-blue-900 hover:bg-blue-200 hover:underline">
        {title}
        <Icon name="down" className="size-4" />
      </Button>
      <Popover
        placement="bottom start"
        className="max-w-100 min-w-60 rounded-8 border border-solid-gray-420 bg-white py-2 shadow-2"
      >
        <Menu className="outline-none" aria-label={title}>
          {actions.map((action) => (
            <MenuItem key={action.id} id={action.id} className={item} onAction={action.onAction}>
              {action.name}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

type SmallProps = {
  children: React.ReactNode;
  onPress: () => void;
  label?: string;
  /** Where it cannot be done now: it says so and does nothing. */ closed?: boolean;
};

/** A small action beside its neighbours. */
export function SmallButton({ children, onPress, label, closed }: SmallProps) {
  return (
    <Button
      aria-label={label}
      onPress={closed ? undefined : onPress}
      render={(props) => <button {...props} aria-disabled={closed || undefined} />}
      className="inline-flex min-h-11 min-w-11 items-center justify-center gap-1 rounded-8 border border-solid-gray-600 bg-white px-3 leading-tight hover:bg-solid-gray-50 hover:underline aria-disabled:border-solid-gray-300 aria-disabled:text-solid-gray-700 aria-disabled:no-underline"
    >
      {children}
    </Button>
  );
}
