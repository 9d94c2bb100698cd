import type { DemoCity } from '../types.ts';

export const areas: DemoCity['areas'] = [
  { key: 'kama', name: '釜・大街道', nameKana: 'カマ・オオカイドウ', kind: 'daily-life', parent: null },
  { key: 'ishinomaki', name: '石巻', nameKana: 'イシノマキ', kind: 'daily-life', parent: null },
  { key: 'kadonowaki', name: '門脇', nameKana: 'カドノワキ', kind: 'daily-life', parent: null },
  { key: 'oshika', name: '牡鹿', nameKana: 'オシカ', kind: 'daily-life', parent: null },
  { key: 'minato', name: '湊', nameKana: 'ミナト', kind: 'daily-life', parent: null },
  { key: 'watanoha', name: '渡波', nameKana: 'ワタノハ', kind: 'daily-life', parent: null },
  { key: 'yamashita', name: '山下', nameKana: 'ヤマシタ', kind: 'daily-life', parent: null },
  { key: 'sumiyoshi', name: '住吉', nameKana: 'スミヨシ', kind: 'daily-life', parent: null },
  { key: 'hebita', name: '蛇田', nameKana: 'ヘビタ', kind: 'daily-life', parent: null },
  { key: 'inai', name: '稲井', nameKana: 'イナイ', kind: 'daily-life', parent: null },
  { key: 'oginohama', name: '荻浜', nameKana: 'オギノハマ', kind: 'daily-life', parent: null },
  { key: 'kahoku', name: '河北', nameKana: 'カホク', kind: 'daily-life', parent: null },
  { key: 'ogatsu', name: '雄勝', nameKana: 'オガツ', kind: 'daily-life', parent: null },
  { key: 'kanan', name: '河南', nameKana: 'カナン', kind: 'daily-life', parent: null },
  { key: 'monou', name: '桃生', nameKana: 'モノウ', kind: 'daily-life', parent: null },
  { key: 'kitakami', name: '北上', nameKana: 'キタカミ', kind: 'daily-life', parent: null },
];
