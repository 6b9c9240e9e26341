# Ends a server and deletes its directory once its lease was free for so many looks, half a second apart.
directory=$1 lease=$2 looks=$3 idle=0
while sleep 0.5; do
    if flock --exclusive --nonblock "$lease" true; then idle=$((idle + 1)); else idle=0; fi
    [ "$idle" -lt "$looks" ] && continue
    # A process that takes a lease meanwhile waits here, and then finds no server.
    flock --exclusive --nonblock "$lease" sh -c '
        kill -KILL "$(cat "$1/pid")" 2>/dev/null
        rm -rf "$1"' end "$directory" && exit
    idle=0
done
