using System;
using System.Net.NetworkInformation;
using System.Threading;
using nanoFramework.Networking;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>Joins the network and joins it again whenever it is gone, in a thread of its own: the control loop never waits for
    /// it.</summary>
    public sealed class WifiConnection
    {
        private const int AttemptMs = 30000;
        private const int CheckMs = 2000;

        private readonly string _ssid;
        private readonly string _password;
        private readonly bool _needsDate;

        public WifiConnection(RoverSettings settings)
        {
            _ssid = settings.MayJoinNetwork ? settings.Text(RoverSettings.WifiSsid) : null;
            _password = settings.Text(RoverSettings.WifiPassword);
            // A certificate is judged by the date.
            _needsDate = settings.Number(RoverSettings.BrokerTls, 0) == 1;
        }

        public bool IsUp { get; private set; }

        /// <summary>Does nothing where no network was provisioned.</summary>
        public void Start()
        {
            if (_ssid != null)
            {
                new Thread(Run).Start();
            }
        }

        private void Run()
        {
            bool joined = false;
            while (true)
            {
                try
                {
                    IsUp = joined && NetworkInterface.GetIsNetworkAvailable();
                    if (!IsUp)
                    {
                        CancellationTokenSource limit = new CancellationTokenSource(AttemptMs);
                        joined = joined
                            ? WifiNetworkHelper.Reconnect(_needsDate, 0, limit.Token)
                            : WifiNetworkHelper.ConnectDhcp(
                                _ssid, _password == null ? "" : _password, System.Device.Wifi.WifiReconnectionKind.Automatic, _needsDate, 0,
                                limit.Token);
                    }
                }
                catch (Exception)
                {
                    IsUp = false;
                }

                Thread.Sleep(CheckMs);
            }
        }
    }
}
