# Ends what the host left behind. The host tells it the processes it starts (+ pid) and has seen the end of (- pid); when the host goes,
# however it goes, this input ends.
trap '' INT TERM HUP
pids=' '
while read -r what pid; do
  case $what in
    +) pids="$pids$pid " ;;
    -) case $pids in *" $pid "*) pids="${pids%%" $pid "*} ${pids#*" $pid "}" ;; esac ;;
  esac
done
for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
rm -rf -- "$1"
