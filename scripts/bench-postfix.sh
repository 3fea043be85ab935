#!/bin/bash
# Runs a Postfix of its own (own folders, own port, durable queue) and has it relay mails to a sink on this machine.
# Usage: bench-postfix.sh <port of the sink> <mails> <octets per mail>
# Prints "submitting" when the load starts and "submitted" when Postfix has taken all; ends when its input closes.
set -eu
sink=$1 mails=$2 size=$3
home=$(mktemp -d "$(pwd)/target/postfix-XXXXXX")
mkdir "$home/etc" "$home/queue" "$home/data"
chown postfix "$home/data"
# Postfix's own processes must reach the folders.
chmod 755 "$home"
port=$((20000 + RANDOM % 10000))
cat > "$home/etc/main.cf" <<CF
compatibility_level = 3.6
queue_directory = $home/queue
data_directory = $home/data
command_directory = /usr/sbin
daemon_directory = $(postconf -d -h daemon_directory)
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = bench.test
mydestination =
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:$sink
smtp_dns_support_level = disabled
default_destination_concurrency_limit = 20
initial_destination_concurrency = 20
smtpd_peername_lookup = no
smtpd_recipient_restrictions = permit_mynetworks, reject
maillog_file = $home/data/mail.log
maillog_file_prefixes = $home
syslog_name = postfix-bench
alias_maps =
alias_database =
CF
cat > "$home/etc/master.cf" <<CF
127.0.0.1:$port inet n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
CF
stop() { postfix -c "$home/etc" stop > /dev/null 2>&1 || true; rm -rf "$home"; }
trap stop EXIT
postfix -c "$home/etc" start > "$home/start.log" 2>&1 || { cat "$home/start.log" >&2; exit 1; }
for _ in $(seq 50); do (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break; sleep 0.1; done
echo submitting
smtp-source -s 20 -m "$mails" -l "$size" -f crm@bench.test -N -t load@load.test "127.0.0.1:$port" >&2
echo submitted
cat > /dev/null
