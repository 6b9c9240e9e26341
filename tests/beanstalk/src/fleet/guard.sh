# Reads the numbers of processes, `+12` when one was started and `-12` when it has ended. At the end of the input the
# process that started them is gone, and they are ended.
running=' '
while read -r line; do
    number=${line#?}
    case $line in
    +*) running="$running$number " ;;
    -*) running="${running%% "$number" *} ${running#* "$number" }" ;;
    esac
done
for number in $running; do
    kill -KILL "$number" 2>/dev/null
done
