using System;
using System.Net.NetworkInformation;
using System.Threading;
using nanoFramework.Networking;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>Joins the network and joins it again whenever it is gone, in the link's thread, which has nothing to carry
    /// meanwhile: the control loop never waits for it.</summary>
    public sealed class WifiConnection
    {
        private const int AttemptMs = 30000;
        private const long CheckUs = 2000000;

        private readonly string _ssid;
        private readonly string _password;
        private readonly bool _needsDate;
        private bool _joined;
        private long _checkedUs = -1;

        public WifiConnection(RoverSettings settings)
        {
            _ssid = settings.MayJoinNetwork ? settings.Text(RoverSettings.WifiSsid) : null;
            _password = settings.Text(RoverSettings.WifiPassword);
            // A certificate is judged by the date.
            _needsDate = settings.Number(RoverSettings.BrokerTls, 0) == 1;
        }

        public bool IsUp { get; private set; }

        /// <summary>Looks whether the network is there, at most every two seconds, and joins it where it is not, which takes up to half a
        /// minute. Does nothing where no network was provisioned.</summary>
        public void Check(long nowUs)
        {
            if (_ssid == null || (_checkedUs >= 0 && nowUs - _checkedUs < CheckUs))
            {
                return;
            }

            try
            {
                IsUp = _joined && NetworkInterface.GetIsNetworkAvailable();
                if (!IsUp)
                {
                    CancellationTokenSource limit = new CancellationTokenSource(AttemptMs);
                    _joined = _joined
                        ? WifiNetworkHelper.Reconnect(_needsDate, 0, limit.Token)
                        : WifiNetworkHelper.ConnectDhcp(
                            _ssid, _password == null ? "" : _password, System.Device.Wifi.WifiReconnectionKind.Automatic, _needsDate, 0,
                            limit.Token);
                    IsUp = _joined && NetworkInterface.GetIsNetworkAvailable();
                }
            }
            catch (Exception)
            {
                IsUp = false;
            }

            _checkedUs = nowUs;
        }
    }
}
