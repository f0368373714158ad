#!/bin/bash
# A host that lacks what a box needs is refused, with the reason and the cure: never a weaker box.
. "$(dirname "$0")/lib.sh"
needs_root

plain echo 1 1
langs=$root/langs
echo 'int main(void) { return 0; }' >zero.c

# refuses NAME PATTERN COMMAND...: the command runs assize with the arguments that follow.
refuses() {
	local name=$1 pattern=$2
	shift 2
	run timeout 60 "$@" "$assize" --langs "$langs" run echo zero.c
	is "$status" 3 "$name: refused"
	like "$(cat "$err")" "$pattern" "$name: says what is missing"
	is "$(wc -l <"$out")" 0 "$name: no verdict"
}

without_cgroups='umount -R -l /sys/fs/cgroup; exec "$@"'
refuses "no control groups" 'no control groups.*mount' unshare -m sh -c "$without_cgroups" -

# In a chroot the kernel makes no user namespace.
in_chroot='mount --rbind / /mnt && exec chroot /mnt sh -c "cd $PWD && exec \"\$@\"" - "$@"'
refuses "no user namespace" 'user namespaces must be allowed' unshare -m sh -c "$in_chroot" -

refuses "no right to change the uid" 'become user assize.*root' setpriv --bounding-set=-setuid
refuses "no right to give up rights" 'give up capabilities' setpriv --bounding-set=-setpcap

# A clone in a directory of mode 700 is nothing to another user.
chmod 755 "$work"
cp -r "$assize" "$root/langs" "$work"
assize=$work/assize langs=$work/langs
refuses "not root" 'run as root' \
	setpriv --reuid=65534 --regid=65534 --clear-groups
done_testing
