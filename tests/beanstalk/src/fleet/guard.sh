# Reads the numbers of processes, `+12` when one was started and `-12` when it has ended. Once there is nothing to read any
# more, whoever started them is gone, and they follow.
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
