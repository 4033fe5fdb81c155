#!/bin/sh
# Installs the rover's program on this Raspberry Pi, from the publish folder that this script lies in, and starts it at every start:
#   sudo sh install.sh [rover.cfg]
# What came over the air stays beside the settings and goes on running; MAE_ROOT=FOLDER installs into a folder and starts nothing.
set -eu
from=$(cd -- "$(dirname -- "$0")" && pwd)
root=${MAE_ROOT:-}
program=$root/opt/mae-rover
state=$root/var/lib/mae-rover
if [ ! -f "$from/MultiAgentEdge.Rover.Pi" ]; then
  echo "install.sh: $from is no publish folder of firmware/Rover.Pi." >&2
  exit 3
fi
if [ -z "$root" ] && [ "$(id -u)" != 0 ]; then
  echo "install.sh: needs root: sudo sh $0" >&2
  exit 2
fi

mkdir -p "$state" "$root/etc/systemd/system" "$(dirname "$program")"
# The old program goes when the new one is whole.
rm -rf "$program.new"
cp -R "$from" "$program.new"
chmod 755 "$program.new/MultiAgentEdge.Rover.Pi"
if [ -d "$program" ]; then
  rm -rf "$program.old"
  mv "$program" "$program.old"
fi
mv "$program.new" "$program"
rm -rf "$program.old"
cp "$program/mae-rover.service" "$root/etc/systemd/system/mae-rover.service"
if [ $# -gt 0 ]; then
  cp "$1" "$state/rover.cfg"
  chmod 600 "$state/rover.cfg"
fi
[ -n "$root" ] && exit 0

command -v gpioinfo > /dev/null 2>&1 || apt-get install -y gpiod
id mae > /dev/null 2>&1 || useradd --system --groups gpio,spi,i2c mae
chown -R mae "$state"
systemctl daemon-reload
systemctl enable mae-rover
if [ -f "$state/rover.cfg" ]; then
  systemctl restart mae-rover
  echo "The rover runs: journalctl -u mae-rover -f"
else
  echo "Installed. Its settings are missing: mae provision --out rover.cfg ..., then: sudo sh $0 rover.cfg"
fi
