using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>A set on its way into the store: announced, chunk by chunk, checked, tried, staged or refused.</summary>
    public sealed partial class ParameterReceiver
    {
        private bool _isReleased;

        private bool IsAuthentic(FrameHeader header)
        {
            if (_signature == null || _signature.IsSignatureOf(_arrived, header.Epoch, header.Sequence))
            {
                return true;
            }

            bool busy = _receiving || _staged != null;
            string status = _status;
            string reason = _reason;
            uint version = _reportedVersion;
            Say("refused", _arrived.Version, _arrived.IsSigned ? "signature wrong" : "not signed");
            Report();
            if (busy)
            {
                // A forgery does not end the push under way; the last, retained word is about that one.
                Say(status, version, reason);
                Report();
            }

            return false;
        }

        private void OnDesired(long nowUs)
        {
            if (_staged != null && _assembler.IsFor(_desired))
            {
                _activateAtTick = _desired.ActivateAtTick;
            }
            else
            {
                Begin(nowUs);
            }

            Report();
        }

        private void Begin(long nowUs)
        {
            _receiving = false;
            bool rollback = _desired.Flags == DesiredFrame.AllowRollback && _desired.RollbackFrom == _store.ActiveVersion;
            if (_signature != null && _store.HasActive && _desired.Version == _store.ActiveVersion && _desired.Crc32 != _store.ActiveCrc)
            {
                Refuse(_desired.Version, "another set of the active version");
                return;
            }

            StoreStatus begun = _store.BeginWrite(_desired.Version, _desired.ByteCount, _desired.Crc32, _desired.ChunkBytes, rollback);
            switch (begun)
            {
                case StoreStatus.AlreadyActive:
                    // What is wanted is there: a set staged before is wanted no more.
                    _staged = null;
                    Say("active", ActiveVersion, "");
                    return;
                case StoreStatus.OlderVersion:
                    Refuse(
                        _desired.Version,
                        _desired.Flags == DesiredFrame.AllowRollback ? "rollback from another version" : "older than the active version");
                    return;
                case StoreStatus.TooLarge:
                    Refuse(_desired.Version, "larger than this rover takes");
                    return;
                case StoreStatus.Ok:
                case StoreStatus.Resumed:
                    break;
                default:
                    StoreFailed = true;
                    Refuse(_desired.Version, "store failed");
                    return;
            }

            _staged = null;
            if (!_assembler.TryBegin(_desired))
            {
                _store.Discard();
                Refuse(_desired.Version, "larger than this rover takes");
                return;
            }

            if (begun == StoreStatus.Ok)
            {
                _assembler.Restart();
            }

            _receiving = true;
            _lastProgressUs = nowUs;
            _activateAtTick = _desired.ActivateAtTick;
            Say("receiving", _desired.Version, "");
            if (_assembler.IsComplete)
            {
                Stage();
            }
        }

        private void OnChunk(long nowUs)
        {
            if (_assembler.Add(_chunk) != ChunkStatus.Accepted)
            {
                return;
            }

            _lastProgressUs = nowUs;
            StoreStatus written = _store.WriteChunk(_chunk.Index, _chunk.Data, _chunk.DataOffset, _chunk.Length);
            if (written != StoreStatus.Ok)
            {
                StoreFailed = written == StoreStatus.StoreFailed;
                Discard("store failed");
                Report();
            }
            else if (_assembler.IsComplete)
            {
                Stage();
                Report();
            }
        }

        private void Stage()
        {
            _receiving = false;
            if (!_assembler.IsCorrect())
            {
                Discard("damaged in transfer");
                return;
            }

            // Before anything in it is believed.
            if (_signature != null && !_signature.IsSetOf(_desired, _assembler.Blob, _assembler.ByteCount))
            {
                Discard("signature wrong");
                return;
            }

            ParameterStatus parsed = _set.TryParse(_assembler.Blob, _assembler.ByteCount);
            if (parsed == ParameterStatus.Ok && _set.Version != _desired.Version)
            {
                Discard("version differs from the one announced");
                return;
            }

            if (parsed != ParameterStatus.Ok)
            {
                Discard(parsed == ParameterStatus.WrongSchema ? "wrong parameter schema" : "damaged in transfer");
                return;
            }

            FloorMap floor = FloorMap.TryRead(_set);
            if (floor == null)
            {
                Discard("obstacles or walls that are none");
                return;
            }

            string shortage = MakeRoom();
            if (shortage != null)
            {
                Discard(shortage);
                return;
            }

            MissionSelfTest trial = new MissionSelfTest(_options);
            SelfTestStatus tested = _vector.Check(_set, trial);
            if (tested == SelfTestStatus.Absent)
            {
                Discard("has no self-test vector");
            }
            else if (!Fits(trial.Controller))
            {
                Discard("does not fit this rover");
            }
            else if (tested != SelfTestStatus.Passed)
            {
                Discard("self-test vector not reproduced");
            }
            else
            {
                trial.Controller.Reset();
                _staged = trial.Controller;
                _stagedFloor = floor;
                _stagedPeriodUs = ControllerFactory.PeriodUs(_set);
                Say("staged", _set.Version, "");
            }
        }

        /// <summary>Looks whether there is memory for a second controller. At rest the first one may go: the store has its set.</summary>
        /// <returns>Null where there is room; otherwise what to report.</returns>
        private string MakeRoom()
        {
            long free = FreeBytes();
            int need = HeapNeed.Of(_set) + HeapNeed.SpareBytes;
            if (free < 0 || free >= need)
            {
                return null;
            }

            bool isDriving = Owner != null && Owner.IsDriving;
            if (Active != null && Owner != null && !isDriving)
            {
                Active = null;
                _isReleased = true;
                Owner.TakeController();
                free = FreeBytes();
                if (free >= need)
                {
                    return null;
                }
            }

            return "needs " + need.ToString() + " bytes of heap and " + free.ToString() + " are free"
                + (isDriving ? ", stop the rover and push again" : "");
        }

        private long FreeBytes()
        {
            return _hardware.Platform == null ? -1 : _hardware.Platform.FreeBytes;
        }

        private bool Fits(IController controller)
        {
            return _hardware.Fits(controller) && controller.StateCount <= _options.StateCapacity
                && controller.InputCount <= _options.InputCapacity;
        }

        private void Discard(string why)
        {
            _store.Discard();
            _assembler.Reset();
            if (_isReleased && Active == null)
            {
                // The controller that made room comes back from the store.
                _isReleased = false;
                LoadStored();
                Owner.TakeController();
            }

            Refuse(_desired.Version, why);
        }

        private void Refuse(uint version, string why)
        {
            _receiving = false;
            Say("refused", version, why);
        }

        private void Say(string what, uint version, string why)
        {
            _status = what;
            _reportedVersion = version;
            _reason = why;
        }
    }
}
