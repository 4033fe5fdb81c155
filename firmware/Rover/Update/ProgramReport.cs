using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Firmware
{
    /// <summary>A rover's word on its program (<c>firmware/reported</c>, retained): the only proof of an update.</summary>
    public sealed class ProgramReport
    {
        private const int ReportBytes = 640;

        private readonly ProgramHost _host;
        private readonly ProgramTopics _topics;
        private readonly JsonWriter _json = new JsonWriter(ReportBytes);

        public ProgramReport(ProgramHost host, ProgramTopics topics)
        {
            _host = host;
            _topics = topics;
        }

        /// <summary>running, updating, recovery, receiving, staged, refused, rolled_back.</summary>
        public string Status = "running";

        /// <summary>The version that <see cref="Status"/> speaks of.</summary>
        public uint Version;

        public string Reason = "";

        /// <summary>First missing chunk while receiving; -1: not receiving.</summary>
        public int NextChunk = -1;

        public int Chunks;

        /// <summary>The loader speaks: no program runs.</summary>
        public bool IsLoading;

        public void Set(string status, uint version, string reason)
        {
            Status = status;
            Version = version;
            Reason = reason;
            NextChunk = -1;
        }

        public static string Text(CondemnedFor reason)
        {
            switch (reason)
            {
                case CondemnedFor.Crashed:
                    return "ended before it said that it is alive";
                case CondemnedFor.NotAlive:
                    return "did not say within its time that it is alive";
                case CondemnedFor.RolledBack:
                    return "rolled back by its host";
                case CondemnedFor.Damaged:
                    return "damaged in the flash";
                default:
                    return "";
            }
        }

        public void Publish()
        {
            BootRecord record = _host.Record;
            _json.Begin().Text("status", Status).Number("version", Version).Number("active_version", record.Running.Version)
                .Number("active_crc32", record.Running.Crc).Flag("on_trial", record.IsOnTrial)
                .Number("previous_version", record.Previous.Version).Number("previous_crc32", record.Previous.Crc)
                .Number("condemned_version", record.Condemned.Version).Number("condemned_crc32", record.Condemned.Crc)
                .Number("kind", (long)(int)_host.Kind).Number("native", _host.Native).Number("slot_bytes", _host.SlotBytes)
                .Number("chunk_bytes", _host.ChunkBytes);
            if (IsLoading)
                _json.Flag("in_loader", true);
            if (NextChunk >= 0)
                _json.Number("next_chunk", NextChunk).Number("chunks", Chunks);
            if (Reason.Length > 0)
                _json.Text("reason", Reason);
            int length = _json.End();
            _host.Link.TryPublish(_topics.Reported, _json.Buffer, length, true, true);
        }
    }
}
