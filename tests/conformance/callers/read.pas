{ A caller in Pascal. The result is declared as programs in the field declare it: LongInt, 32 bits. }
program Read;
function iReadCardBas(iType: LongInt; pOutInfo: PAnsiChar): LongInt; cdecl; external 'SSCardDriver';
var
  OutInfo: array[0..1023] of AnsiChar;
begin
  WriteLn(iReadCardBas(1, @OutInfo[0]));
  WriteLn(PAnsiChar(@OutInfo[0]));
end.
