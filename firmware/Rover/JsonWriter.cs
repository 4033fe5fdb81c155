namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// Writes one flat JSON object of ASCII text into a buffer. Boards have no JSON and no encodings in mscorlib; the host has
    /// both and reads what this writes.
    /// </summary>
    public sealed class JsonWriter
    {
        private bool _first;

        /// <param name="capacity">Longest object, bytes; what does not fit is cut and <see cref="Overflow"/> is set.</param>
        public JsonWriter(int capacity)
        {
            Buffer = new byte[capacity];
        }

        /// <param name="buffer">What is in it is lost.</param>
        public JsonWriter(byte[] buffer)
        {
            Buffer = buffer;
        }

        public readonly byte[] Buffer;

        public int Length { get; private set; }

        public bool Overflow { get; private set; }

        public JsonWriter Begin()
        {
            Length = 0;
            Overflow = false;
            _first = true;
            Put('{');
            return this;
        }

        public JsonWriter Text(string key, string value)
        {
            Key(key);
            Put('"');
            Escape(value);
            Put('"');
            return this;
        }

        public JsonWriter Number(string key, long value)
        {
            Key(key);
            Raw(value.ToString());
            return this;
        }

        public JsonWriter Flag(string key, bool value)
        {
            Key(key);
            Raw(value ? "true" : "false");
            return this;
        }

        public int End()
        {
            Put('}');
            return Length;
        }

        private void Key(string key)
        {
            if (!_first)
            {
                Put(',');
            }

            _first = false;
            Put('"');
            Escape(key);
            Put('"');
            Put(':');
        }

        private void Escape(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                if (c == '"' || c == '\\')
                {
                    Put('\\');
                    Put(c);
                }
                else
                {
                    Put(c < ' ' || c > '~' ? '?' : c);
                }
            }
        }

        private void Raw(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                Put(text[i]);
            }
        }

        private void Put(char c)
        {
            if (Length < Buffer.Length)
            {
                Buffer[Length] = (byte)c;
                Length++;
            }
            else
            {
                Overflow = true;
            }
        }
    }
}
