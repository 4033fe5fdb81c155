using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Firmware.Loading
{
    /// <summary>
    /// The decision at the start of a board: which program runs. A program on trial is started once; a board that comes back without its
    /// having said that it is alive runs the one before. Whatever call the power fails in, the next start finds a whole program.
    /// </summary>
    public sealed class ProgramLoader
    {
        /// <summary>A program on trial that has not said by then that it is alive is ended.</summary>
        public const long AliveLimitUs = 60000000;

        private readonly BootRecord _record;
        private readonly ProgramSlots _slots;
        private readonly uint _builtInVersion;

        /// <param name="builtInVersion">Of the program that was flashed or installed by hand; 0: there is none.</param>
        public ProgramLoader(BootRecord record, ProgramSlots slots, uint builtInVersion)
        {
            _record = record;
            _slots = slots;
            _builtInVersion = builtInVersion;
        }

        /// <summary>Where the program is that runs; -1: in no slot.</summary>
        public int Slot { get; private set; }

        public BootAction Start()
        {
            Slot = -1;
            if (!_record.Open() || !_slots.Open())
                return _builtInVersion == 0 ? BootAction.Recover : BootAction.RunBuiltIn;
            NameBuiltIn();
            if (_record.IsUpdateWanted)
            {
                // Once: a board that is switched off while it updates runs its program next time.
                _record.IsUpdateWanted = false;
                _record.TryWrite();
                return BootAction.Update;
            }

            if (_record.IsOnTrial && _record.Attempts > 0)
                GoBack(_record.Reason == CondemnedFor.NotAlive ? CondemnedFor.NotAlive : CondemnedFor.Crashed);
            if (_record.Running.Generation == 0)
                return BuiltIn();
            Slot = _slots.Find(_record.Running);
            if (Slot < 0)
            {
                GoBack(CondemnedFor.Damaged);
                if (_record.Running.Generation == 0)
                    return BuiltIn();
                Slot = _slots.Find(_record.Running);
            }

            if (Slot < 0)
                return Fallback();
            if (_record.IsOnTrial)
            {
                _record.Attempts++;
                _record.Reason = CondemnedFor.Nothing;
                // What is not noted would be tried for ever.
                if (!_record.TryWrite())
                    return Fallback();
            }

            return BootAction.RunSlot;
        }

        /// <summary>The time of a program on trial is up; to be called before the board starts anew.</summary>
        public void NotAlive()
        {
            _record.Reason = CondemnedFor.NotAlive;
            _record.TryWrite();
        }

        private void NameBuiltIn()
        {
            // What is built in may have been flashed anew since.
            if (_record.Running.Generation == 0)
                _record.Running.Set(0, _builtInVersion, 0);
            if (_record.Previous.Generation == 0 && !_record.Previous.IsNone)
                _record.Previous.Set(0, _builtInVersion, 0);
        }

        private void GoBack(CondemnedFor reason)
        {
            if (_record.TryGoBack(reason))
                return;
            // Nothing before it: what is built in, or a recovery.
            _record.Condemned.Set(_record.Running);
            _record.Reason = reason;
            _record.Running.Set(0, _builtInVersion, 0);
            _record.IsOnTrial = false;
            _record.TryWrite();
        }

        private BootAction Fallback()
        {
            Slot = -1;
            return BuiltIn();
        }

        private BootAction BuiltIn()
        {
            return _builtInVersion == 0 ? BootAction.Recover : BootAction.RunBuiltIn;
        }
    }
}
