using MultiAgentEdge.Hardware;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Programs;
using MultiAgentEdge.Security;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware.Loading
{
    /// <summary>
    /// The loader's end of an update: connects, takes an image chunk by chunk into the slot that does not run, checks it (signature,
    /// digest, kind of board, native code, memory), says that it is staged, and switches when the host says so. Nothing drives meanwhile:
    /// there is no program. Owns no thread and never waits.
    /// </summary>
    public sealed class UpdateReceiver
    {
        /// <summary>After this long without a chunk the board says again which one it lacks.</summary>
        public const long ResumeUs = 500000;

        /// <summary>An update whose host says nothing for so long is left; what has come of it stays for the next.</summary>
        public const long SilenceUs = 120000000;

        /// <summary>Chunks after which the board says what it lacks, so that its host goes on.</summary>
        private const int ReportEvery = 12;

        private const int MessagesPerPoll = 64;
        private const long FirstBackoffUs = 200000;
        private const long LongestBackoffUs = 3200000;

        private readonly ProgramHost _host;
        private readonly ProgramSlots _slots;
        private readonly bool _isRecovery;
        private readonly ProgramTopics _topics;
        private readonly ProgramReport _report;
        private readonly ParameterSignature _signature;
        private readonly FrameHeader _header = new FrameHeader();
        private readonly ChunkFrame _chunk = new ChunkFrame(0);
        private readonly ProgramImage _image = new ProgramImage();
        private readonly byte[] _digest = new byte[Sha256.DigestBytes];
        private readonly LinkMessage _message;
        private readonly Xoshiro256 _random;
        private readonly string _client;
        private DesiredFrame _desired = new DesiredFrame();
        private DesiredFrame _arrived = new DesiredFrame();
        private bool _isReceiving;
        private bool _isStaged;
        private bool _wasConnected;
        private int _unreported;
        private long _nextAttemptUs;
        private long _backoffUs = FirstBackoffUs;
        private long _heardUs;
        private long _progressUs;

        /// <param name="isRecovery">There is no program to go back to: it waits for ever.</param>
        public UpdateReceiver(ProgramHost host, ProgramSlots slots, bool isRecovery)
        {
            _host = host;
            _slots = slots;
            _isRecovery = isRecovery;
            _topics = new ProgramTopics(host.Fleet, host.Name);
            _report = new ProgramReport(host, _topics);
            _report.IsLoading = true;
            _report.Set(isRecovery ? "recovery" : "updating", host.Record.Running.Version, "");
            _signature = host.Key == null
                ? null
                : new ParameterSignature(host.Key, host.Fleet, host.Name, ParameterSignature.ProgramDomain);
            _message = new LinkMessage(MessageBytes(host.ChunkBytes));
            _random = new Xoshiro256(host.Seed);
            _client = ClientName.Of(host.Fleet, host.Name, host.BrokerPassword);
            _heardUs = host.Clock.NowUs;
            _nextAttemptUs = _heardUs;
        }

        /// <summary>Of the longest message: a chunk.</summary>
        public static int MessageBytes(int chunkBytes)
        {
            return chunkBytes + ChunkFrame.FixedBytes + FrameCodec.OverheadBytes + 64;
        }

        /// <summary>The board is to start anew.</summary>
        public bool IsDone { get; private set; }

        public void Poll()
        {
            long now = _host.Clock.NowUs;
            KeepLink(now);
            int taken = 0;
            while (!IsDone && taken < MessagesPerPoll && _host.Link.TryReceive(_message))
            {
                taken++;
                if (FrameCodec.TryOpen(_message.Payload, _message.Length, _header) == FrameStatus.Ok)
                    Dispatch(now);
            }

            if (_isReceiving && now - _progressUs >= ResumeUs)
            {
                _progressUs = now;
                Report();
            }

            if (!_isRecovery && now - _heardUs >= SilenceUs)
                IsDone = true;
        }

        private void KeepLink(long now)
        {
            if (_host.Link.IsConnected)
            {
                if (!_wasConnected)
                {
                    _wasConnected = true;
                    _backoffUs = FirstBackoffUs;
                    _host.Link.TrySubscribe(_topics.Desired, true);
                    _host.Link.TrySubscribe(_topics.Chunk, true);
                    Report();
                }

                return;
            }

            _wasConnected = false;
            if (now - _nextAttemptUs < 0)
                return;
            _host.Link.TryConnect(_client, _topics.Reported, _digest, 0);
            _nextAttemptUs = now + (long)(_backoffUs * (0.5 + (0.5 * _random.NextDouble())));
            _backoffUs = _backoffUs * 2 > LongestBackoffUs ? LongestBackoffUs : _backoffUs * 2;
        }

        private void Dispatch(long now)
        {
            if (_header.Kind == FrameKind.Chunk && _message.Topic == _topics.Chunk)
            {
                if (_isReceiving && _chunk.TryReadInPlace(_message.Payload, FrameCodec.HeaderBytes, _header.PayloadLength))
                    OnChunk(now);
                return;
            }

            if (_header.Kind != FrameKind.Desired || _message.Topic != _topics.Desired || _message.IsRetained
                || !_arrived.TryRead(_message.Payload, FrameCodec.HeaderBytes, _header.PayloadLength))
                return;
            if (_signature != null && !_signature.IsSignatureOf(_arrived, _header.Epoch, _header.Sequence))
                return;
            // Not by its number: the host that began may have ended, and the next one cannot know how far it had counted. What is said
            // again late starts nothing that was not wanted.
            DesiredFrame before = _desired;
            _desired = _arrived;
            _arrived = before;
            _heardUs = now;
            OnDesired(now, IsSame(before));
            Report();
        }

        private bool IsSame(DesiredFrame before)
        {
            return before.Version == _desired.Version && before.Crc32 == _desired.Crc32 && before.ByteCount == _desired.ByteCount
                && before.ChunkBytes == _desired.ChunkBytes && FixedTime.AreEqual(before.Digest, _desired.Digest, Sha256.DigestBytes);
        }

        private void OnDesired(long now, bool isSame)
        {
            BootRecord record = _host.Record;
            if (_desired.Flags == DesiredFrame.AllowRollback)
            {
                bool names = _desired.RollbackFrom == record.Running.Version
                    && record.Previous.IsImage(_desired.Version, _desired.Crc32);
                IsDone = names && record.TryGoBack(CondemnedFor.RolledBack);
                _report.Set(IsDone ? "updating" : "refused", _desired.Version, IsDone ? "" : "that is not the version before");
                return;
            }

            if (record.Running.IsImage(_desired.Version, _desired.Crc32))
            {
                IsDone = !_isRecovery;
                _report.Set("running", _desired.Version, "");
                return;
            }

            if (isSame && (_isReceiving || _isStaged))
            {
                if (_isStaged && _desired.ActivateAtTick != DesiredFrame.StageOnly)
                    Switch();
                return;
            }

            Begin(now);
        }

        private void Begin(long now)
        {
            BootRecord record = _host.Record;
            _isReceiving = false;
            _isStaged = false;
            if (record.Condemned.IsImage(_desired.Version, _desired.Crc32))
            {
                _report.Set("rolled_back", _desired.Version, ProgramReport.Text(record.Reason));
                return;
            }

            if (_desired.Version < record.Running.Version)
            {
                Refuse("older than the running version");
                return;
            }

            if (_desired.ChunkBytes > _host.ChunkBytes)
            {
                Refuse("in chunks larger than this board takes");
                return;
            }

            uint keep = record.Running.Generation;
            if (_slots.IsOverwritten(record.Previous, keep))
            {
                // From here on there is nothing to go back to, and the record says so before it is true.
                record.Previous.Clear();
                if (!record.TryWrite())
                {
                    Refuse("store failed");
                    return;
                }
            }

            uint above = record.Condemned.Generation > keep ? record.Condemned.Generation : keep;
            StoreStatus begun = _slots.Begin(
                _desired.Version, _desired.ByteCount, _desired.Crc32, _desired.ChunkBytes, keep, above);
            if (begun != StoreStatus.Ok && begun != StoreStatus.Resumed)
            {
                Refuse(begun == StoreStatus.TooLarge ? "larger than this board's program slot" : "store failed");
                return;
            }

            _isReceiving = true;
            _progressUs = now;
            _report.Set("receiving", _desired.Version, "");
            if (_slots.MissingCount == 0)
                Stage();
        }

        private void OnChunk(long now)
        {
            if (_chunk.Version != _desired.Version || _chunk.Crc32 != _desired.Crc32)
                return;
            int missing = _slots.MissingCount;
            StoreStatus written = _slots.WriteChunk(_chunk.Index, _chunk.Data, _chunk.DataOffset, _chunk.Length);
            if (written == StoreStatus.StoreFailed || written == StoreStatus.Full)
            {
                Discard("store failed");
                Report();
                return;
            }

            if (_slots.MissingCount == missing)
                return;
            _heardUs = now;
            _progressUs = now;
            _unreported++;
            if (_slots.MissingCount == 0)
            {
                Stage();
                Report();
            }
            else if (_unreported >= ReportEvery)
            {
                Report();
            }
        }

        private void Stage()
        {
            _isReceiving = false;
            if (!_slots.IsCorrect())
            {
                Discard("damaged in transfer");
                return;
            }

            // Before anything in it is believed.
            if (_signature != null
                && !(_slots.TryDigest(_digest) && FixedTime.AreEqual(_digest, _desired.Digest, Sha256.DigestBytes)))
            {
                Discard("signature wrong");
                return;
            }

            string wrong = Wrong();
            if (wrong != null)
            {
                Discard(wrong);
                return;
            }

            _isStaged = true;
            _report.Set("staged", _desired.Version, "");
            if (_desired.ActivateAtTick != DesiredFrame.StageOnly)
                Switch();
        }

        private string Wrong()
        {
            if (!_image.TryReadWritten(_slots) || _image.TotalBytes != _desired.ByteCount)
                return "no program image";
            if (_image.Version != _desired.Version)
                return "version differs from the one announced";
            if (_image.Kind != _host.Kind)
                return "for another kind of board";
            if (_image.Native != _host.Native)
                return "for other native code than this board has";
            return _host.HeapBytes >= 0 && _image.HeapBytes > _host.HeapBytes
                ? "needs " + _image.HeapBytes.ToString() + " bytes of heap and " + _host.HeapBytes.ToString()
                    + " are free: a board without PSRAM is updated by cable"
                : null;
        }

        private void Switch()
        {
            IsDone = _host.Record.TrySwitch(_slots.WrittenGeneration, _desired.Version, _desired.Crc32);
            if (IsDone)
                _report.Set("updating", _desired.Version, "");
            else
                Discard("store failed");
        }

        private void Discard(string why)
        {
            _slots.Discard();
            _isStaged = false;
            Refuse(why);
        }

        private void Refuse(string why)
        {
            _isReceiving = false;
            _report.Set("refused", _desired.Version, why);
        }

        private void Report()
        {
            _unreported = 0;
            _report.NextChunk = _isReceiving ? _slots.NextMissing() : -1;
            _report.Chunks = _slots.ChunkCount;
            _report.Publish();
        }
    }
}
