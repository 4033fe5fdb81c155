using MultiAgentEdge.Hardware;
using MultiAgentEdge.Programs;
using MultiAgentEdge.Security;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// A running program's part in its update: it says that it is alive once it has held its broker for five seconds, hears that another
    /// program is wanted, and hands over to the loader, by a restart, when the rover is at rest; never while it is armed or drives. The
    /// image itself is the loader's to take.
    /// </summary>
    public sealed class ProgramWatch
    {
        /// <summary>So long must a program on trial hold its broker before it counts as good.</summary>
        public const long AliveUs = 5000000;

        private readonly ProgramHost _host;
        private readonly ProgramTopics _topics;
        private readonly ProgramReport _report;
        private readonly ParameterSignature _signature;
        private readonly DesiredFrame _desired = new DesiredFrame();
        private readonly ReceiveWindow _window = new ReceiveWindow();
        private long _connectedUs;
        private bool _wasConnected;

        public ProgramWatch(ProgramHost host)
        {
            _host = host;
            _topics = new ProgramTopics(host.Fleet, host.Name);
            _report = new ProgramReport(host, _topics);
            _signature = host.Key == null
                ? null
                : new ParameterSignature(host.Key, host.Fleet, host.Name, ParameterSignature.ProgramDomain);
            Describe();
        }

        /// <summary>The board is to start anew: the loader has something to do.</summary>
        public bool IsRestartWanted { get; private set; }

        /// <summary>Of the program that runs, as people read it.</summary>
        public string Version
        {
            get { return ProgramImage.Text(_host.Record.Running.Version); }
        }

        public bool IsMine(string topic)
        {
            return topic == _topics.Desired;
        }

        /// <summary>After every connection.</summary>
        public void Connected()
        {
            _host.Link.TrySubscribe(_topics.Desired, true);
            _report.Publish();
        }

        public void Poll(long nowUs)
        {
            bool connected = _host.Link.IsConnected;
            if (!connected || !_wasConnected)
                _connectedUs = nowUs;
            _wasConnected = connected;
            if (_host.Record.IsOnTrial && connected && nowUs - _connectedUs >= AliveUs && _host.Record.TryConfirm())
            {
                Describe();
                _report.Publish();
            }
        }

        /// <param name="atRest">Neither armed nor driving.</param>
        /// <returns>False where it is no word about a program.</returns>
        public bool TryTake(LinkMessage message, FrameHeader header, bool atRest)
        {
            if (header.Kind != FrameKind.Desired || message.IsRetained
                || !_desired.TryRead(message.Payload, FrameCodec.HeaderBytes, header.PayloadLength))
                return false;
            // What is not from the host changes nothing, and takes no number from it.
            if (_signature != null && !_signature.IsSignatureOf(_desired, header.Epoch, header.Sequence))
                return false;
            if (!_window.Accept(header.Epoch, header.Sequence))
                return true;
            Answer(atRest);
            _report.Publish();
            return true;
        }

        private void Answer(bool atRest)
        {
            BootRecord record = _host.Record;
            if (record.Running.IsImage(_desired.Version, _desired.Crc32))
            {
                Describe();
                return;
            }

            if (_desired.Flags != DesiredFrame.AllowRollback && record.Condemned.IsImage(_desired.Version, _desired.Crc32))
            {
                _report.Set("rolled_back", _desired.Version, ProgramReport.Text(record.Reason));
                return;
            }

            string wrong = Wrong(atRest);
            if (wrong != null)
            {
                _report.Set("refused", _desired.Version, wrong);
                return;
            }

            bool done;
            if (_desired.Flags == DesiredFrame.AllowRollback)
            {
                done = record.TryGoBack(CondemnedFor.RolledBack);
            }
            else
            {
                record.IsUpdateWanted = true;
                done = record.TryWrite();
            }

            IsRestartWanted = done;
            _report.Set(done ? "updating" : "refused", _desired.Version, done ? "" : "store failed");
        }

        private string Wrong(bool atRest)
        {
            BootRecord record = _host.Record;
            if (_desired.Flags == DesiredFrame.AllowRollback)
            {
                if (_desired.RollbackFrom != record.Running.Version)
                    return "rollback from another version";
                if (!record.Previous.IsImage(_desired.Version, _desired.Crc32))
                    return "that is not the version before";
            }
            else if (_desired.Version < record.Running.Version)
            {
                return "older than the running version";
            }

            return atRest ? null : "armed or driving";
        }

        private void Describe()
        {
            BootRecord record = _host.Record;
            bool wasCondemned = !record.Condemned.IsNone && record.Reason != CondemnedFor.Nothing;
            _report.Set("running", record.Running.Version, wasCondemned ? ProgramReport.Text(record.Reason) : "");
        }
    }
}
